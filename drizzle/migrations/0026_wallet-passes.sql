CREATE TYPE "public"."wallet" AS ENUM('apple', 'google');--> statement-breakpoint
CREATE SEQUENCE "public"."wallet_pass_tags" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "wallet_devices" (
	"id" text PRIMARY KEY NOT NULL,
	"push_token" text NOT NULL,
	"push_due_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallet_passes" (
	"ticket_id" uuid NOT NULL,
	"wallet" "wallet" NOT NULL,
	"digest" text NOT NULL,
	"tag" bigint NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"check_due_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wallet_passes_ticket_id_wallet_pk" PRIMARY KEY("ticket_id","wallet")
);
--> statement-breakpoint
CREATE TABLE "wallet_registrations" (
	"device_id" text NOT NULL,
	"ticket_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wallet_registrations_device_id_ticket_id_pk" PRIMARY KEY("device_id","ticket_id")
);
--> statement-breakpoint
ALTER TABLE "wallet_passes" ADD CONSTRAINT "wallet_passes_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_registrations" ADD CONSTRAINT "wallet_registrations_device_id_wallet_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."wallet_devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_registrations" ADD CONSTRAINT "wallet_registrations_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "wallet_devices_due" ON "wallet_devices" USING btree ("push_due_at") WHERE "wallet_devices"."push_due_at" is not null;--> statement-breakpoint
CREATE INDEX "wallet_passes_due" ON "wallet_passes" USING btree ("check_due_at") WHERE "wallet_passes"."check_due_at" is not null;--> statement-breakpoint
CREATE INDEX "wallet_registrations_ticket" ON "wallet_registrations" USING btree ("ticket_id");