CREATE TYPE "public"."gate_scan_kind" AS ENUM('entry', 'exit', 'undo');--> statement-breakpoint
CREATE TABLE "gate_devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"gate_id" uuid NOT NULL,
	"name" text NOT NULL,
	"link_hash" text,
	"token_hash" text,
	"joined_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	"list_at" timestamp with time zone,
	"pending" integer DEFAULT 0 NOT NULL,
	"clock_error_ms" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gate_devices_link_hash_unique" UNIQUE("link_hash"),
	CONSTRAINT "gate_devices_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "gate_devices_pending" CHECK ("gate_devices"."pending" >= 0)
);
--> statement-breakpoint
CREATE TABLE "gate_presence" (
	"ticket_id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"is_inside" boolean NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gate_scans" (
	"id" uuid PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"gate_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"nonce" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"kind" "gate_scan_kind" NOT NULL,
	"ticket_id" uuid,
	"undoes" uuid,
	"verdict" text NOT NULL,
	"shown" text,
	"passed" boolean NOT NULL,
	"by_hand" boolean DEFAULT false NOT NULL,
	"code_hash" text,
	"device_at" timestamp with time zone NOT NULL,
	"clock_error_ms" integer NOT NULL,
	"happened_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gate_scans_undoes" CHECK (("gate_scans"."kind" = 'undo') = ("gate_scans"."undoes" is not null)),
	CONSTRAINT "gate_scans_passed" CHECK (not "gate_scans"."passed" or "gate_scans"."ticket_id" is not null or "gate_scans"."kind" = 'undo')
);
--> statement-breakpoint
CREATE TABLE "gates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"name" text NOT NULL,
	"rules" jsonb NOT NULL,
	"allows_by_hand" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "gate_devices" ADD CONSTRAINT "gate_devices_gate_id_gates_id_fk" FOREIGN KEY ("gate_id") REFERENCES "public"."gates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_presence" ADD CONSTRAINT "gate_presence_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_presence" ADD CONSTRAINT "gate_presence_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_scans" ADD CONSTRAINT "gate_scans_device_id_gate_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."gate_devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_scans" ADD CONSTRAINT "gate_scans_gate_id_gates_id_fk" FOREIGN KEY ("gate_id") REFERENCES "public"."gates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_scans" ADD CONSTRAINT "gate_scans_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_scans" ADD CONSTRAINT "gate_scans_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gates" ADD CONSTRAINT "gates_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gate_devices_gate" ON "gate_devices" USING btree ("gate_id");--> statement-breakpoint
CREATE INDEX "gate_presence_session" ON "gate_presence" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "gate_scans_nonce" ON "gate_scans" USING btree ("device_id","nonce");--> statement-breakpoint
CREATE INDEX "gate_scans_ticket" ON "gate_scans" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "gate_scans_gate" ON "gate_scans" USING btree ("gate_id","created_at");--> statement-breakpoint
CREATE INDEX "gate_scans_session" ON "gate_scans" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "gate_scans_undone" ON "gate_scans" USING btree ("device_id","undoes") WHERE "gate_scans"."kind" = 'undo';--> statement-breakpoint
CREATE UNIQUE INDEX "gates_name" ON "gates" USING btree ("session_id","name") WHERE "gates"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "tickets_session" ON "tickets" USING btree ("session_id");--> statement-breakpoint
-- What was scanned was scanned: nobody rewrites it afterwards.
CREATE TRIGGER gate_scans_append_only BEFORE UPDATE OR DELETE ON gate_scans FOR EACH ROW EXECUTE FUNCTION refuse_change();
