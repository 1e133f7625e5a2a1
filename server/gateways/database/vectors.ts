/**
 * Gives `event_embeddings` pgvector's column where the server has pgvector, and does nothing where not: the app asks which it is and finds
 * the same either way (server/domain/recommend/nearest.ts). PostgreSQL keeps the column equal to `vector` by itself. Safe to run twice;
 * a server that gets pgvector later gets the column by the next `npm run db:migrate`. The table is small, so filling it takes no time.
 */
export const VECTORS = `
do $$ begin
  if exists (select from pg_available_extensions where name = 'vector') then
    create extension if not exists vector;
    alter table event_embeddings add column if not exists as_vector vector(128) generated always as (vector::vector(128)) stored;
  end if;
exception when insufficient_privilege then
  raise notice 'pgvector is there, but this user may not use it: recommendations go by plain SQL';
end $$`
