package io.vectra.jdbc.differential;

/** What stands in FROM, and what may be named then. */
record Relation(String sql, Scope scope) {}
