ALTER TABLE "orders" ADD COLUMN "former_secret_hash" text;--> statement-breakpoint
CREATE INDEX "orders_guest_address" ON "orders" USING btree ("contact_email") WHERE "orders"."user_id" is null;