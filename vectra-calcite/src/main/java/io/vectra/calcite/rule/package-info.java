/**
 * Rules: what a table scan absorbs, all of it in {@link io.vectra.calcite.rule.VectraRules}. In:
 * logical plans; out: logical plans with fatter scans.
 */
@NullMarked
package io.vectra.calcite.rule;

import org.jspecify.annotations.NullMarked;
