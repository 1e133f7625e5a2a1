CREATE TYPE "public"."job_run_state" AS ENUM('waiting', 'running', 'done', 'skipped', 'dead');--> statement-breakpoint
CREATE TABLE "job_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"run_key" text NOT NULL,
	"state" "job_run_state" DEFAULT 'waiting' NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"logical_at" timestamp with time zone DEFAULT now() NOT NULL,
	"asked_by" text DEFAULT 'schedule' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint,
	"cursor" jsonb,
	"result" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "job_runs_leased" CHECK (("job_runs"."state" = 'running') = ("job_runs"."lease_token" is not null) and ("job_runs"."lease_token" is null) = ("job_runs"."lease_until" is null))
);
--> statement-breakpoint
CREATE TABLE "table_exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"locale" "locale" NOT NULL,
	"event_id" uuid,
	"scope" text DEFAULT 'own' NOT NULL,
	"file_key" text,
	"bytes" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ready_at" timestamp with time zone,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "priority" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "table_exports" ADD CONSTRAINT "table_exports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "table_exports" ADD CONSTRAINT "table_exports_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "job_runs_once" ON "job_runs" USING btree ("run_key");--> statement-breakpoint
CREATE INDEX "job_runs_due" ON "job_runs" USING btree ("next_try_at") WHERE "job_runs"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "job_runs_dead" ON "job_runs" USING btree ("finished_at") WHERE "job_runs"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "job_runs_job" ON "job_runs" USING btree ("job","logical_at");--> statement-breakpoint
CREATE INDEX "table_exports_user" ON "table_exports" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "table_exports_files" ON "table_exports" USING btree ("expires_at") WHERE "table_exports"."file_key" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_next" ON "deliveries" USING btree ("channel","priority","not_before") WHERE "deliveries"."state" in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_bulk_user" ON "deliveries" USING btree ("user_id","kind") WHERE "deliveries"."state" = 'waiting' and "deliveries"."priority" = 2;