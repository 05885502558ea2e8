package io.vectra.jdbc.differential;

/** Whose SQL a text is in. */
enum Dialect {
  VECTRA,
  H2
}
