CREATE TABLE "refund_run_troubles" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"tries" integer DEFAULT 1 NOT NULL,
	"last_error" text NOT NULL,
	"tried_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refund_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"session_ids" uuid[] NOT NULL,
	"cause_key" text NOT NULL,
	"reason" text,
	"started_by" uuid NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"ended_orders" integer DEFAULT 0 NOT NULL,
	"unpaid_orders" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "refund_runs_cause_key_unique" UNIQUE("cause_key")
);
--> statement-breakpoint
ALTER TABLE "refund_run_troubles" ADD CONSTRAINT "refund_run_troubles_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_runs" ADD CONSTRAINT "refund_runs_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_runs" ADD CONSTRAINT "refund_runs_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refund_runs_event" ON "refund_runs" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "refund_runs_open" ON "refund_runs" USING btree ("id") WHERE "refund_runs"."finished_at" is null;