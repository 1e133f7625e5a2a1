-- Rules that a constraint cannot say, kept by the database so that no code path gets round them.

-- Seating plans, the audit log and the ledger are written once.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never changed (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER seating_plans_immutable BEFORE UPDATE ON seating_plans FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_operations_append_only BEFORE UPDATE OR DELETE ON ledger_operations FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint

-- Double entry: what an operation takes it also gives. Checked at commit, when all its entries are there.
CREATE FUNCTION ledger_operation_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount_minor) FROM ledger_entries WHERE operation_id = NEW.operation_id) <> 0 THEN
    RAISE EXCEPTION 'ledger operation % does not sum to zero', NEW.operation_id USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_operation_balances';
  END IF;
  IF (SELECT count(DISTINCT a.currency) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE e.operation_id = NEW.operation_id) > 1 THEN
    RAISE EXCEPTION 'ledger operation % mixes currencies', NEW.operation_id USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_operation_one_currency';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_operation_balances AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_operation_balances();
--> statement-breakpoint

-- A wallet is never overdrawn. The row lock makes two spends of one wallet wait for each other,
-- and the sum after it sees what the first one committed (read committed).
CREATE FUNCTION wallet_never_overdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owner uuid;
  balance bigint;
BEGIN
  SELECT user_id INTO owner FROM ledger_accounts WHERE id = NEW.account_id;
  IF owner IS NOT NULL AND NEW.amount_minor < 0 THEN
    PERFORM 1 FROM ledger_accounts WHERE id = NEW.account_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(amount_minor), 0) INTO balance FROM ledger_entries WHERE account_id = NEW.account_id;
    IF balance + NEW.amount_minor < 0 THEN
      RAISE EXCEPTION 'wallet holds %, % asked', balance, -NEW.amount_minor USING ERRCODE = 'check_violation', CONSTRAINT = 'wallet_never_overdrawn';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER wallet_never_overdrawn BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION wallet_never_overdrawn();
--> statement-breakpoint

-- A claim moves forward only: pending, sold, released. Its seat and order stay what they were.
CREATE FUNCTION claim_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'released' OR (OLD.state = 'sold' AND NEW.state = 'pending')
     OR (OLD.session_id, OLD.seat_index, OLD.order_id) IS DISTINCT FROM (NEW.session_id, NEW.seat_index, NEW.order_id) THEN
    RAISE EXCEPTION 'claim % may not go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.seq := nextval('claims_seq');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER claim_moves_forward BEFORE UPDATE ON claims FOR EACH ROW EXECUTE FUNCTION claim_moves_forward();
--> statement-breakpoint
CREATE FUNCTION standing_stock_seq() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.seq := nextval('claims_seq');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER standing_stock_seq BEFORE UPDATE ON standing_stock FOR EACH ROW EXECUTE FUNCTION standing_stock_seq();

