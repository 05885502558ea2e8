package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.VectraConformance;
import io.vectra.calcite.schema.VectraTypeFactory;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator; parameters in ORDER BY get their types too, which it forgets. */
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
