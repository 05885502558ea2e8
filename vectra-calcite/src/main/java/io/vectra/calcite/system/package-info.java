/**
 * System views: INFORMATION_SCHEMA and VECTRA, read with SQL like tables, and never written. A view
 * is a fixed row type with a function from what a session can see to rows, which runs with each
 * execution of a query, never when it is planned. In: a {@link
 * io.vectra.calcite.system.SystemState}; out: rows.
 */
@NullMarked
package io.vectra.calcite.system;

import org.jspecify.annotations.NullMarked;
