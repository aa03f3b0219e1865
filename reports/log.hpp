// One proxy's log file as the product writes it: prefix, level, two blanks, text; DETAIL, HINT and
// CONTEXT on lines of their own; raw output glued in front of the next line.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/record.hpp"
#include "failover/catalogue.hpp"
#include "failover/words/ids.hpp"
#include "reports/cluster.hpp"
#include "reports/dialect.hpp"

namespace reports {

/// A message that a process of a proxy logged.
struct LogLine {
    engine::TrueTime at;
    engine::Duration ahead{};  ///< of its host's clock, which stamps the line
    engine::Sequence record = 0;
    failover::ProxyId proxy;
    std::uint8_t role = 0;
    std::int32_t pid = 0;
    failover::MessageId id = 0;
    failover::MessageArguments arguments{};
};

/// The messages of one proxy, in true order (log_line and log_more records). Empty if the run kept
/// no messages.
[[nodiscard]] std::vector<LogLine> log_lines(std::span<const engine::Record> records,
                                             failover::ProxyId proxy);

/// The file. Ends with a newline unless empty.
[[nodiscard]] std::string render_log(std::span<const LogLine> lines, const Cluster& cluster,
                                     const Dialect& dialect);

}  // namespace reports
