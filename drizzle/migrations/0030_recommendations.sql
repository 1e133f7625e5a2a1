CREATE TABLE "event_embeddings" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"model_id" integer NOT NULL,
	"content" real[] NOT NULL,
	"taste" real[],
	"taste_acts" integer DEFAULT 0 NOT NULL,
	"vector" real[] NOT NULL,
	"popularity" double precision,
	"embedded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recommend_models" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"acts" integer NOT NULL,
	"strengths" double precision[] NOT NULL,
	"events" integer NOT NULL,
	"words" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recommend_refusals" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_embeddings" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"model_id" integer NOT NULL,
	"vector" real[] NOT NULL,
	"embedded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "event_embeddings" ADD CONSTRAINT "event_embeddings_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommend_refusals" ADD CONSTRAINT "recommend_refusals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_embeddings" ADD CONSTRAINT "user_embeddings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_embeddings_model" ON "event_embeddings" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "favourites_recent" ON "favourites" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "orders_recent" ON "orders" USING brin ("created_at");