package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.VectraConformance;
import io.vectra.calcite.schema.VectraTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Static;

/** Calcite's validator, with what it forgets. */
final class VectraValidator extends SqlValidatorImpl {
  VectraValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader catalogReader,
      VectraTypeFactory typeFactory) {
    super(
        operators,
        catalogReader,
        typeFactory,
        SqlValidator.Config.DEFAULT
            .withConformance(VectraConformance.INSTANCE)
            .withIdentifierExpansion(true)
            .withTypeCoercionEnabled(true));
  }

  /** A parameter that stands where anything may is a text. */
  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    boolean anything = node instanceof SqlDynamicParam && inferredType.equals(unknownType);
    super.inferUnknownTypes(
        anything
            ? typeFactory.createTypeWithNullability(
                typeFactory.createSqlType(SqlTypeName.VARCHAR), true)
            : inferredType,
        scope,
        node);
  }

  /** Of more values than columns Calcite tells an index that is out of bounds. */
  @Override
  protected RelDataType getLogicalTargetRowType(RelDataType targetRowType, SqlInsert insert) {
    int columns = targetRowType.getFieldCount();
    int values = getValidatedNodeType(insert.getSource()).getFieldCount();
    if (insert.getTargetColumnList() == null && values > columns) {
      throw newValidationError(
          insert.getSource(), Static.RESOURCE.unmatchInsertColumn(columns, values));
    }
    return super.getLogicalTargetRowType(targetRowType, insert);
  }

  @Override
  protected void validateOrderList(SqlSelect select) {
    SqlNodeList orders = select.getOrderList();
    if (orders != null) {
      for (SqlNode order : orders) {
        inferUnknownTypes(unknownType, getOrderScope(select), order);
      }
    }
    super.validateOrderList(select);
  }
}
