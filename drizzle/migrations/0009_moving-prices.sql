CREATE TABLE "moving_prices" (
	"ticket_type_id" uuid PRIMARY KEY NOT NULL,
	"starting_minor" bigint NOT NULL,
	"rules" jsonb NOT NULL,
	"paused_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"ticket_type_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"target_minor" bigint NOT NULL,
	"follows" jsonb NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"cause" jsonb NOT NULL,
	CONSTRAINT "prices_ticket_type_id_number_pk" PRIMARY KEY("ticket_type_id","number"),
	CONSTRAINT "prices_price" CHECK ("prices"."price_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "moving_prices" ADD CONSTRAINT "moving_prices_ticket_type_id_ticket_types_id_fk" FOREIGN KEY ("ticket_type_id") REFERENCES "public"."ticket_types"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_ticket_type_id_ticket_types_id_fk" FOREIGN KEY ("ticket_type_id") REFERENCES "public"."ticket_types"("id") ON DELETE cascade ON UPDATE no action;