CREATE TYPE "public"."admission_outcome" AS ENUM('bought', 'left');--> statement-breakpoint
CREATE TYPE "public"."waiting_room_state" AS ENUM('closed', 'open', 'paused');--> statement-breakpoint
CREATE TABLE "admissions" (
	"session_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"number" integer NOT NULL,
	"position" integer NOT NULL,
	"person_hash" text NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" "admission_outcome",
	CONSTRAINT "admissions_session_id_round_number_pk" PRIMARY KEY("session_id","round","number")
);
--> statement-breakpoint
CREATE TABLE "waiting_rooms" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"state" "waiting_room_state" DEFAULT 'closed' NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"lobby_at" timestamp with time zone,
	"doors_at" timestamp with time zone,
	"outflow_per_minute" integer DEFAULT 200 NOT NULL,
	"inside_seconds" integer DEFAULT 600 NOT NULL,
	"max_inside" integer,
	"opens_at_holds_per_minute" integer,
	"seed_hash" text,
	"seed" text,
	"early_count" integer,
	"numbers_up_to" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "waiting_rooms_outflow" CHECK ("waiting_rooms"."outflow_per_minute" between 1 and 60000),
	CONSTRAINT "waiting_rooms_inside_seconds" CHECK ("waiting_rooms"."inside_seconds" between 30 and 7200),
	CONSTRAINT "waiting_rooms_max_inside" CHECK ("waiting_rooms"."max_inside" between 1 and 1000000),
	CONSTRAINT "waiting_rooms_doors" CHECK ("waiting_rooms"."state" = 'closed' or ("waiting_rooms"."doors_at" >= "waiting_rooms"."lobby_at" and "waiting_rooms"."seed" is not null))
);
--> statement-breakpoint
ALTER TABLE "admissions" ADD CONSTRAINT "admissions_session_id_waiting_rooms_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."waiting_rooms"("session_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_rooms" ADD CONSTRAINT "waiting_rooms_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "admissions_position" ON "admissions" USING btree ("session_id","round","position");