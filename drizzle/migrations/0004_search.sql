CREATE TABLE "event_search" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"names" "tsvector" NOT NULL,
	"words" "tsvector" NOT NULL,
	"indexed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL,
	"events" integer DEFAULT 1 NOT NULL,
	"shorter" integer[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_search" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"category_id" uuid NOT NULL,
	"publisher_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"city" text NOT NULL,
	"time_zone" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"sale_starts_at" timestamp with time zone NOT NULL,
	"sale_ends_at" timestamp with time zone NOT NULL,
	"is_cancelled" boolean NOT NULL,
	"is_over" boolean DEFAULT false NOT NULL,
	"price_minor" bigint,
	"currency" text,
	"has_places" boolean DEFAULT true NOT NULL,
	"is_recount_due" boolean DEFAULT false NOT NULL,
	"by_rank" smallint NOT NULL,
	"by_price" bigint NOT NULL,
	"by_age" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "event_search" ADD CONSTRAINT "event_search_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_search" ADD CONSTRAINT "session_search_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_search" ADD CONSTRAINT "session_search_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_search_words" ON "event_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "event_search_names" ON "event_search" USING gin ("names");--> statement-breakpoint
CREATE INDEX "search_words_shorter" ON "search_words" USING gin ("shorter");--> statement-breakpoint
CREATE INDEX "session_search_event" ON "session_search" USING btree ("event_id","starts_at");--> statement-breakpoint
CREATE INDEX "session_search_rank" ON "session_search" USING btree ("by_rank","starts_at","session_id") WHERE not "session_search"."is_over";--> statement-breakpoint
CREATE INDEX "session_search_soon" ON "session_search" USING btree ("starts_at","session_id") WHERE not "session_search"."is_over";--> statement-breakpoint
CREATE INDEX "session_search_price" ON "session_search" USING btree ("by_price","starts_at","session_id") WHERE not "session_search"."is_over";--> statement-breakpoint
CREATE INDEX "session_search_age" ON "session_search" USING btree ("by_age","starts_at","session_id") WHERE not "session_search"."is_over";--> statement-breakpoint
CREATE INDEX "session_search_city" ON "session_search" USING btree ("city","first_day") WHERE not "session_search"."is_over";--> statement-breakpoint
CREATE INDEX "session_search_day" ON "session_search" USING btree ("first_day") WHERE not "session_search"."is_over";--> statement-breakpoint
CREATE INDEX "session_search_category" ON "session_search" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "session_search_venue" ON "session_search" USING btree ("venue_id");--> statement-breakpoint
CREATE INDEX "session_search_publisher" ON "session_search" USING btree ("publisher_id");--> statement-breakpoint
CREATE INDEX "session_search_recount" ON "session_search" USING btree ("session_id") WHERE "session_search"."is_recount_due";