CREATE TYPE "public"."resale_state" AS ENUM('open', 'locked', 'sold', 'withdrawn', 'lapsed');--> statement-breakpoint
ALTER TYPE "public"."ticket_state" ADD VALUE 'resold';--> statement-breakpoint
CREATE TABLE "resales" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"seat_index" integer,
	"area_key" text,
	"state" "resale_state" DEFAULT 'open' NOT NULL,
	"paid_minor" bigint NOT NULL,
	"back_minor" bigint,
	"buyer_order_id" uuid,
	"buyer_line_id" uuid,
	"kept_until" timestamp with time zone,
	"kept_for" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "resales_place" CHECK (("resales"."seat_index" is null) <> ("resales"."area_key" is null)),
	CONSTRAINT "resales_buyer_known" CHECK (("resales"."state" in ('locked', 'sold')) = ("resales"."buyer_line_id" is not null) and ("resales"."buyer_line_id" is null) = ("resales"."buyer_order_id" is null)),
	CONSTRAINT "resales_back" CHECK (("resales"."state" = 'sold') = ("resales"."back_minor" is not null) and coalesce("resales"."back_minor" between 0 and "resales"."paid_minor", true))
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "allows_resale" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "resale_id" uuid;--> statement-breakpoint
ALTER TABLE "standing_stock" ADD COLUMN "offered" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "resales" ADD CONSTRAINT "resales_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resales" ADD CONSTRAINT "resales_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resales" ADD CONSTRAINT "resales_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resales" ADD CONSTRAINT "resales_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resales" ADD CONSTRAINT "resales_buyer_order_id_orders_id_fk" FOREIGN KEY ("buyer_order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resales" ADD CONSTRAINT "resales_buyer_line_id_order_lines_id_fk" FOREIGN KEY ("buyer_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "resales_one_live" ON "resales" USING btree ("ticket_id") WHERE "resales"."state" in ('open', 'locked');--> statement-breakpoint
CREATE INDEX "resales_live" ON "resales" USING btree ("session_id","seat_index") WHERE "resales"."state" in ('open', 'locked');--> statement-breakpoint
CREATE INDEX "resales_order" ON "resales" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "resales_buyer" ON "resales" USING btree ("buyer_order_id") WHERE "resales"."buyer_order_id" is not null;--> statement-breakpoint
CREATE INDEX "resales_kept" ON "resales" USING btree ("session_id") WHERE "resales"."kept_until" is not null;--> statement-breakpoint
ALTER TABLE "standing_stock" ADD CONSTRAINT "standing_stock_offered" CHECK ("standing_stock"."offered" between 0 and "standing_stock"."taken");