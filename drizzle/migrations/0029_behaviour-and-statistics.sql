CREATE TABLE "behaviour" (
	"id" bigserial NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"event_id" uuid,
	"session_id" uuid,
	"visitor" text,
	"user_id" uuid,
	"page" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hold_hash" text,
	"places" integer,
	"until" timestamp with time zone,
	CONSTRAINT "behaviour_at_id_pk" PRIMARY KEY("at","id"),
	CONSTRAINT "behaviour_kind" CHECK ("behaviour"."kind" in ('view', 'click', 'search', 'hold', 'hold-extended')),
	CONSTRAINT "behaviour_hold" CHECK (("behaviour"."kind" in ('hold', 'hold-extended')) = ("behaviour"."hold_hash" is not null and "behaviour"."until" is not null))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
DO $$
BEGIN
	FOR ahead IN 0..3 LOOP
		DECLARE
			first_instant timestamptz := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead)) AT TIME ZONE 'UTC';
			after_last timestamptz := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead + 1)) AT TIME ZONE 'UTC';
		BEGIN
			EXECUTE format('CREATE TABLE %I PARTITION OF behaviour FOR VALUES FROM (%L) TO (%L)', 'behaviour_' || to_char(first_instant AT TIME ZONE 'UTC', 'YYYY_MM'), first_instant, after_last);
		END;
	END LOOP;
END $$;
--> statement-breakpoint
CREATE TABLE "stats_money" (
	"quarter" timestamp with time zone NOT NULL,
	"session_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"reason" text NOT NULL,
	"orders" integer NOT NULL,
	"credit_minor" bigint NOT NULL,
	"taken_minor" bigint NOT NULL,
	"back_minor" bigint NOT NULL,
	"refunds" integer NOT NULL,
	CONSTRAINT "stats_money_quarter_session_id_currency_method_reason_pk" PRIMARY KEY("quarter","session_id","currency","method","reason")
);
--> statement-breakpoint
CREATE TABLE "stats_orders" (
	"quarter" timestamp with time zone NOT NULL,
	"session_id" uuid NOT NULL,
	"orders" integer NOT NULL,
	"expired_orders" integer NOT NULL,
	"cancelled_orders" integer NOT NULL,
	CONSTRAINT "stats_orders_quarter_session_id_pk" PRIMARY KEY("quarter","session_id")
);
--> statement-breakpoint
CREATE TABLE "stats_people" (
	"quarter" timestamp with time zone NOT NULL,
	"user_id" uuid NOT NULL,
	"has_ordered" boolean NOT NULL,
	CONSTRAINT "stats_people_quarter_user_id_pk" PRIMARY KEY("quarter","user_id")
);
--> statement-breakpoint
CREATE TABLE "stats_sales" (
	"quarter" timestamp with time zone NOT NULL,
	"session_id" uuid NOT NULL,
	"ticket_type_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"orders" integer NOT NULL,
	"tickets" integer NOT NULL,
	"sold_minor" bigint NOT NULL,
	"discount_minor" bigint NOT NULL,
	"refunded_tickets" integer NOT NULL,
	"changed_tickets" integer NOT NULL,
	"resold_tickets" integer NOT NULL,
	"ended_minor" bigint NOT NULL,
	"used_tickets" integer NOT NULL,
	CONSTRAINT "stats_sales_quarter_session_id_ticket_type_id_currency_pk" PRIMARY KEY("quarter","session_id","ticket_type_id","currency")
);
--> statement-breakpoint
CREATE TABLE "stats_visits" (
	"quarter" timestamp with time zone NOT NULL,
	"event_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"views" integer NOT NULL,
	"visits" integer NOT NULL,
	"clicks" integer NOT NULL,
	"holds" integer NOT NULL,
	"hold_places" integer NOT NULL,
	"abandoned_holds" integer NOT NULL,
	CONSTRAINT "stats_visits_quarter_event_id_session_id_pk" PRIMARY KEY("quarter","event_id","session_id")
);
--> statement-breakpoint
ALTER TABLE "stats_people" ADD CONSTRAINT "stats_people_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "behaviour_event" ON "behaviour" USING btree ("event_id","at") WHERE "behaviour"."event_id" is not null;--> statement-breakpoint
CREATE INDEX "behaviour_user" ON "behaviour" USING btree ("user_id","at") WHERE "behaviour"."user_id" is not null;--> statement-breakpoint
CREATE INDEX "behaviour_holds" ON "behaviour" USING btree ("at") WHERE "behaviour"."hold_hash" is not null;--> statement-breakpoint
CREATE INDEX "stats_money_session" ON "stats_money" USING btree ("session_id","quarter");--> statement-breakpoint
CREATE INDEX "stats_orders_session" ON "stats_orders" USING btree ("session_id","quarter");--> statement-breakpoint
CREATE INDEX "stats_people_user" ON "stats_people" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "stats_sales_session" ON "stats_sales" USING btree ("session_id","quarter");--> statement-breakpoint
CREATE INDEX "stats_visits_event" ON "stats_visits" USING btree ("event_id","quarter");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING brin ("created_at") WITH (pages_per_range=32,autosummarize=true);--> statement-breakpoint
CREATE INDEX "orders_created" ON "orders" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "orders_paid" ON "orders" USING btree ("paid_at") WHERE "orders"."paid_at" is not null;--> statement-breakpoint
CREATE INDEX "ledger_operations_at" ON "ledger_operations" USING brin ("created_at") WITH (pages_per_range=32,autosummarize=true);