CREATE TYPE "public"."refund_request_state" AS ENUM('asked', 'approved', 'rejected', 'withdrawn');--> statement-breakpoint
CREATE TABLE "refund_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"ticket_ids" uuid[] NOT NULL,
	"state" "refund_request_state" DEFAULT 'asked' NOT NULL,
	"back_minor" bigint NOT NULL,
	"fee_minor" bigint NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision_reason" text,
	CONSTRAINT "refund_requests_amounts" CHECK ("refund_requests"."back_minor" >= 0 and "refund_requests"."fee_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "refund_terms" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refund_terms" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "kept_fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "refund_requests_one_open" ON "refund_requests" USING btree ("order_id") WHERE "refund_requests"."state" = 'asked';--> statement-breakpoint
CREATE INDEX "refund_requests_order" ON "refund_requests" USING btree ("order_id");