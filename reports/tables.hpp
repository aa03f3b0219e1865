// `show pool_nodes` and the replication view as a session shows them, from the cells of a run; and
// a table that was expected beside the one that was seen, with differing cells marked.
#pragma once

#include <string>

#include "reports/cluster.hpp"
#include "reports/dialect.hpp"
#include "reports/psql.hpp"
#include "reports/style.hpp"
#include "sim/checks/looked.hpp"

namespace reports {

/// Whose words: the cluster's names and a vendor's spelling.
struct Wording {
    const Cluster& cluster;
    const Dialect& dialect;
};

/// A table of numbers in words: columns as given, in the order given.
[[nodiscard]] TextTable in_words(const sim::checks::Cells& table, const Wording& wording);

/// One cell in words; -1 is NULL and empty. `column` is one of sim/facts/tables.hpp for `kind`.
[[nodiscard]] std::string cell_text(sim::checks::TableOf kind, std::uint8_t column,
                                    std::int64_t value, const Wording& wording);

/// Both tables, expected first; each differing cell is marked with `>cell<` and, on a terminal,
/// coloured.
[[nodiscard]] std::string mismatch(const sim::checks::TableDifference& difference,
                                   const Wording& wording, const Style& style);

}  // namespace reports
