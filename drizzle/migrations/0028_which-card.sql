ALTER TABLE "payments" ADD COLUMN "instrument_hash" text;--> statement-breakpoint
ALTER TABLE "sandbox_payments" ADD COLUMN "card" text;--> statement-breakpoint
CREATE INDEX "payments_instrument" ON "payments" USING btree ("instrument_hash") WHERE "payments"."instrument_hash" is not null;--> statement-breakpoint
-- What notices said of cards and accounts is kept hashed only, from now on.
UPDATE "provider_events" SET "fact" = "fact" #- '{standing,instrument}' WHERE "fact" #> '{standing,instrument}' IS NOT NULL;
