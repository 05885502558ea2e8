package io.vectra.calcite.parser;

/** A statement that changes what a catalog defines beside tables and indexes. */
public interface SqlDefining {
  Definition definition();
}
