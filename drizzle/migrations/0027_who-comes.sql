CREATE TABLE "attendees" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text,
	"document_kind" text,
	"number_sealed" text,
	"number_hash" text,
	"number_tail" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"released_at" timestamp with time zone,
	CONSTRAINT "attendees_known_or_forgotten" CHECK (num_nulls("attendees"."name", "attendees"."document_kind", "attendees"."number_sealed", "attendees"."number_hash", "attendees"."number_tail") in (0, 5))
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "needs_identity" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attendees_one_a_ticket" ON "attendees" USING btree ("order_line_id","position") WHERE "attendees"."released_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "attendees_one_a_document" ON "attendees" USING btree ("session_id","number_hash") WHERE "attendees"."released_at" is null;--> statement-breakpoint
CREATE INDEX "attendees_order" ON "attendees" USING btree ("order_id");