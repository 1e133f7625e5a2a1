ALTER TYPE "public"."ticket_state" ADD VALUE 'changed';--> statement-breakpoint
CREATE TABLE "order_credits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"from_order_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "order_credits_amount" CHECK ("order_credits"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "change_terms" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "change_terms" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "changes_ticket_id" uuid;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "change_fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "credit_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "change_back_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "order_credits" ADD CONSTRAINT "order_credits_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_credits" ADD CONSTRAINT "order_credits_from_order_id_orders_id_fk" FOREIGN KEY ("from_order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_credits" ADD CONSTRAINT "order_credits_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "order_credits_order_payment" ON "order_credits" USING btree ("order_id","payment_id");--> statement-breakpoint
CREATE INDEX "order_credits_from" ON "order_credits" USING btree ("from_order_id");--> statement-breakpoint
CREATE INDEX "order_credits_payment" ON "order_credits" USING btree ("payment_id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_changes_ticket_id_tickets_id_fk" FOREIGN KEY ("changes_ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_change" ON "orders" USING btree ("changes_ticket_id") WHERE "orders"."paid_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_changes" ON "orders" USING btree ("changes_ticket_id") WHERE "orders"."changes_ticket_id" is not null;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_change" CHECK ("orders"."credit_minor" between 0 and "orders"."total_minor" and "orders"."change_fee_minor" >= 0 and "orders"."change_back_minor" >= 0 and ("orders"."changes_ticket_id" is not null or "orders"."credit_minor" + "orders"."change_fee_minor" + "orders"."change_back_minor" = 0));