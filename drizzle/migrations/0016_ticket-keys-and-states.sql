CREATE TYPE "public"."code_rule" AS ENUM('fixed', 'moving', 'moving-or-paper');--> statement-breakpoint
DROP INDEX "tickets_line_position";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "code_rule" "code_rule" DEFAULT 'fixed' NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_line_position" ON "tickets" USING btree ("order_line_id","position") WHERE "tickets"."state" <> 'transferred';