ALTER TYPE "public"."waiting_entry_state" ADD VALUE 'withdrawn';--> statement-breakpoint
ALTER TYPE "public"."waiting_outcome" ADD VALUE 'withdrawn';