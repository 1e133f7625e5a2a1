CREATE TYPE "public"."report_receiver_state" AS ENUM('unconfirmed', 'active', 'failing', 'stopped');--> statement-breakpoint
CREATE TABLE "report_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"receiver_id" uuid NOT NULL,
	"period" text NOT NULL,
	"nth" integer DEFAULT 0 NOT NULL,
	"delivery_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_mails_delivery_key_unique" UNIQUE("delivery_key")
);
--> statement-breakpoint
CREATE TABLE "report_receivers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid,
	"name" text NOT NULL,
	"email" text,
	"email_hash" text NOT NULL,
	"locale" "locale" NOT NULL,
	"format" text NOT NULL,
	"is_monthly" boolean NOT NULL,
	"is_weekly" boolean NOT NULL,
	"time_zone" text NOT NULL,
	"state" "report_receiver_state" DEFAULT 'unconfirmed' NOT NULL,
	"confirm_hash" text,
	"confirm_until" timestamp with time zone,
	"asks" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"stopped_at" timestamp with time zone,
	"hidden_at" timestamp with time zone,
	CONSTRAINT "report_receivers_once" UNIQUE NULLS NOT DISTINCT("owner_id","email_hash"),
	CONSTRAINT "report_receivers_form" CHECK ("report_receivers"."format" in ('pdf', 'html')),
	CONSTRAINT "report_receivers_schedule" CHECK ("report_receivers"."is_monthly" or "report_receivers"."is_weekly"),
	CONSTRAINT "report_receivers_confirming" CHECK (("report_receivers"."state" = 'unconfirmed') = ("report_receivers"."confirm_hash" is not null) and ("report_receivers"."confirm_hash" is null) = ("report_receivers"."confirm_until" is null)),
	CONSTRAINT "report_receivers_stopped" CHECK (("report_receivers"."state" = 'stopped') = ("report_receivers"."email" is null) and ("report_receivers"."state" = 'stopped') = ("report_receivers"."stopped_at" is not null)),
	CONSTRAINT "report_receivers_hidden" CHECK ("report_receivers"."hidden_at" is null or "report_receivers"."state" = 'stopped')
);
--> statement-breakpoint
ALTER TABLE "mailbox" ADD COLUMN "attachments" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "report_mails" ADD CONSTRAINT "report_mails_receiver_id_report_receivers_id_fk" FOREIGN KEY ("receiver_id") REFERENCES "public"."report_receivers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_receivers" ADD CONSTRAINT "report_receivers_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "report_mails_once" ON "report_mails" USING btree ("receiver_id","period","nth");--> statement-breakpoint
CREATE INDEX "report_receivers_email" ON "report_receivers" USING btree ("email") WHERE "report_receivers"."email" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_receivers_confirm" ON "report_receivers" USING btree ("confirm_hash") WHERE "report_receivers"."confirm_hash" is not null;