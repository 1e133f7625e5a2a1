CREATE TYPE "public"."waiting_entry_state" AS ENUM('unconfirmed', 'waiting', 'offered', 'bought', 'lapsed', 'left', 'closed');--> statement-breakpoint
CREATE TYPE "public"."waiting_outcome" AS ENUM('taken', 'declined', 'lapsed');--> statement-breakpoint
CREATE TYPE "public"."waiting_picks" AS ENUM('in-order', 'lottery');--> statement-breakpoint
ALTER TYPE "public"."claim_state" ADD VALUE 'kept' BEFORE 'released';--> statement-breakpoint
CREATE TABLE "waiting_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"user_id" uuid,
	"guest_secret_hash" text,
	"guest_secret_sealed" text,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"locale" "locale" NOT NULL,
	"person_key" text NOT NULL,
	"places" integer NOT NULL,
	"at_least" integer NOT NULL,
	"together" boolean NOT NULL,
	"category_keys" text[] DEFAULT '{}' NOT NULL,
	"max_price_minor" bigint,
	"state" "waiting_entry_state" DEFAULT 'waiting' NOT NULL,
	"turn" bigserial NOT NULL,
	"lot" double precision DEFAULT random() NOT NULL,
	"passed_over" integer DEFAULT 0 NOT NULL,
	"saving_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "waiting_entries_owned" CHECK (("waiting_entries"."user_id" is null) <> ("waiting_entries"."guest_secret_hash" is null)),
	CONSTRAINT "waiting_entries_places" CHECK ("waiting_entries"."places" between 1 and 50 and "waiting_entries"."at_least" between 1 and "waiting_entries"."places"),
	CONSTRAINT "waiting_entries_ended" CHECK (("waiting_entries"."state" in ('unconfirmed', 'waiting', 'offered')) = ("waiting_entries"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "waiting_lists" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"offer_minutes" integer DEFAULT 240 NOT NULL,
	"picks" "waiting_picks" DEFAULT 'in-order' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "waiting_lists_minutes" CHECK ("waiting_lists"."offer_minutes" between 15 and 1440)
);
--> statement-breakpoint
CREATE TABLE "waiting_offers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"places" integer NOT NULL,
	"given_by" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"outcome" "waiting_outcome",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "waiting_offers_order_id_unique" UNIQUE("order_id"),
	CONSTRAINT "waiting_offers_closed" CHECK (("waiting_offers"."outcome" is null) = ("waiting_offers"."closed_at" is null))
);
--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "kept_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "kept_for" uuid;--> statement-breakpoint
ALTER TABLE "standing_claims" ADD COLUMN "kept_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "standing_claims" ADD COLUMN "kept_for" uuid;--> statement-breakpoint
ALTER TABLE "waiting_entries" ADD CONSTRAINT "waiting_entries_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_entries" ADD CONSTRAINT "waiting_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_lists" ADD CONSTRAINT "waiting_lists_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_offers" ADD CONSTRAINT "waiting_offers_entry_id_waiting_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."waiting_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_offers" ADD CONSTRAINT "waiting_offers_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_offers" ADD CONSTRAINT "waiting_offers_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_entries_one_live" ON "waiting_entries" USING btree ("session_id","person_key") WHERE "waiting_entries"."state" in ('unconfirmed', 'waiting', 'offered');--> statement-breakpoint
CREATE INDEX "waiting_entries_line" ON "waiting_entries" USING btree ("session_id","turn") WHERE "waiting_entries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "waiting_entries_session" ON "waiting_entries" USING btree ("session_id","state");--> statement-breakpoint
CREATE INDEX "waiting_entries_user" ON "waiting_entries" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_offers_one_out" ON "waiting_offers" USING btree ("entry_id") WHERE "waiting_offers"."outcome" is null;--> statement-breakpoint
CREATE INDEX "waiting_offers_session" ON "waiting_offers" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "claims_kept" ON "claims" USING btree ("session_id") WHERE "claims"."kept_until" is not null;--> statement-breakpoint
CREATE INDEX "standing_claims_kept" ON "standing_claims" USING btree ("session_id") WHERE "standing_claims"."kept_until" is not null;