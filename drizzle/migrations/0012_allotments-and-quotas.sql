CREATE TYPE "public"."allotment_kind" AS ENUM('house', 'closed', 'guests', 'sponsors', 'fans', 'accessible');--> statement-breakpoint
CREATE TABLE "access_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"allotment_id" uuid NOT NULL,
	"code" text NOT NULL,
	"places" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"per_person" integer,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"retired_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_codes_used" CHECK ("access_codes"."used" between 0 and "access_codes"."places"),
	CONSTRAINT "access_codes_per_person" CHECK ("access_codes"."per_person" > 0)
);
--> statement-breakpoint
CREATE TABLE "allotments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"kind" "allotment_kind" NOT NULL,
	"name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"releases_at" timestamp with time zone,
	"released_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seat_allotments" (
	"session_id" uuid NOT NULL,
	"seat_index" integer NOT NULL,
	"allotment_id" uuid,
	"seq" bigint DEFAULT nextval('claims_seq') NOT NULL,
	CONSTRAINT "seat_allotments_session_id_seat_index_pk" PRIMARY KEY("session_id","seat_index")
);
--> statement-breakpoint
CREATE TABLE "standing_allotments" (
	"allotment_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"area_key" text NOT NULL,
	"quantity" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"seq" bigint DEFAULT nextval('claims_seq') NOT NULL,
	CONSTRAINT "standing_allotments_allotment_id_area_key_pk" PRIMARY KEY("allotment_id","area_key"),
	CONSTRAINT "standing_allotments_used" CHECK ("standing_allotments"."used" between 0 and "standing_allotments"."quantity")
);
--> statement-breakpoint
CREATE TABLE "ticket_quota_types" (
	"quota_id" uuid NOT NULL,
	"ticket_type_id" uuid NOT NULL,
	CONSTRAINT "ticket_quota_types_quota_id_ticket_type_id_pk" PRIMARY KEY("quota_id","ticket_type_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_quotas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"document_key" uuid NOT NULL,
	"name_en" text NOT NULL,
	"name_zh" text NOT NULL,
	"capacity" integer NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ticket_quotas_never_exceeded" CHECK ("ticket_quotas"."taken" between 0 and "ticket_quotas"."capacity")
);
--> statement-breakpoint
ALTER TABLE "standing_stock" DROP CONSTRAINT "standing_stock_never_oversold";--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "access_code_id" uuid;--> statement-breakpoint
ALTER TABLE "standing_claims" ADD COLUMN "allotment_id" uuid;--> statement-breakpoint
ALTER TABLE "standing_claims" ADD COLUMN "access_code_id" uuid;--> statement-breakpoint
ALTER TABLE "standing_stock" ADD COLUMN "kept" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "person_email_hash" text;--> statement-breakpoint
ALTER TABLE "access_codes" ADD CONSTRAINT "access_codes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_codes" ADD CONSTRAINT "access_codes_allotment_id_allotments_id_fk" FOREIGN KEY ("allotment_id") REFERENCES "public"."allotments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allotments" ADD CONSTRAINT "allotments_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_allotments" ADD CONSTRAINT "seat_allotments_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_allotments" ADD CONSTRAINT "seat_allotments_allotment_id_allotments_id_fk" FOREIGN KEY ("allotment_id") REFERENCES "public"."allotments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_allotments" ADD CONSTRAINT "standing_allotments_allotment_id_allotments_id_fk" FOREIGN KEY ("allotment_id") REFERENCES "public"."allotments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_allotments" ADD CONSTRAINT "standing_allotments_stock" FOREIGN KEY ("session_id","area_key") REFERENCES "public"."standing_stock"("session_id","area_key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_quota_types" ADD CONSTRAINT "ticket_quota_types_quota_id_ticket_quotas_id_fk" FOREIGN KEY ("quota_id") REFERENCES "public"."ticket_quotas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_quota_types" ADD CONSTRAINT "ticket_quota_types_ticket_type_id_ticket_types_id_fk" FOREIGN KEY ("ticket_type_id") REFERENCES "public"."ticket_types"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_quotas" ADD CONSTRAINT "ticket_quotas_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "access_codes_code" ON "access_codes" USING btree ("session_id","code");--> statement-breakpoint
CREATE INDEX "access_codes_allotment" ON "access_codes" USING btree ("allotment_id");--> statement-breakpoint
CREATE INDEX "allotments_session" ON "allotments" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "allotments_due" ON "allotments" USING btree ("releases_at") WHERE "allotments"."released_at" is null and "allotments"."releases_at" is not null;--> statement-breakpoint
CREATE INDEX "seat_allotments_allotment" ON "seat_allotments" USING btree ("allotment_id");--> statement-breakpoint
CREATE INDEX "standing_allotments_session" ON "standing_allotments" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "ticket_quota_types_type" ON "ticket_quota_types" USING btree ("ticket_type_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_quotas_document_key" ON "ticket_quotas" USING btree ("session_id","document_key");--> statement-breakpoint
CREATE INDEX "orders_session_person_email" ON "orders" USING btree ("session_id","person_email_hash") WHERE "orders"."person_email_hash" is not null;--> statement-breakpoint
ALTER TABLE "standing_stock" ADD CONSTRAINT "standing_stock_never_oversold" CHECK ("standing_stock"."taken" >= 0 and "standing_stock"."kept" >= 0 and "standing_stock"."taken" + "standing_stock"."kept" <= "standing_stock"."capacity");--> statement-breakpoint

-- As of claims and standing stock: every change has a number, so that news of it can come late.
CREATE TRIGGER seat_allotments_seq BEFORE UPDATE ON seat_allotments FOR EACH ROW EXECUTE FUNCTION standing_stock_seq();
--> statement-breakpoint
CREATE TRIGGER standing_allotments_seq BEFORE UPDATE ON standing_allotments FOR EACH ROW EXECUTE FUNCTION standing_stock_seq();
