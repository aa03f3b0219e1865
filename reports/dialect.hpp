// How a vendor words the same behaviour: names, line prefix, messages that it leaves out, spelling
// of tables. Data only: a dialect changes what is printed and never what happens.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "failover/catalogue.hpp"

namespace reports {

/// Where a dialect's statements come from.
enum class Provenance : std::uint8_t { measured, read, assumed };

/// `from` in a rendered text becomes `to`; tried in order, each over the whole text.
struct Replacement {
    std::string_view from;
    std::string_view to;
};

/// A message that a vendor does not print.
struct Dropped {
    std::string_view key;   ///< MessageText::key
    std::string_view role;  ///< RoleText::name of the process that would print it; empty: any
};

struct Dialect {
    std::string_view name;     ///< `dialect = "…"`
    std::string_view summary;  ///< one line for `simrun list dialects`
    Provenance provenance = Provenance::assumed;

    std::string_view prefix;  ///< log_line_prefix: %m time with ms, %t time, %p pid, %P process
    std::span<const Replacement> replacements;
    std::span<const Dropped> dropped;
    /// Keys dropped whoever prints them: what a scenario's loader needs to know.
    std::span<const std::string_view> dropped_everywhere;

    std::string_view replication_view;  ///< "sys_stat_replication"
    bool upper_case_columns = false;    ///< of the replication view
    bool full_microseconds = false;     ///< time stamps keep trailing zeros
    std::string_view replication_user;
    std::int32_t replication_user_id = 10;

    /// Whether this dialect prints `text` when a process of this role logs it. Severities below
    /// LOG are not printed (log_min_messages = warning; LOG sorts above ERROR: semantics-3.6
    /// §16.9).
    [[nodiscard]] bool prints(const failover::MessageText& text, std::string_view role) const;
    /// The rendered text with this vendor's names.
    [[nodiscard]] std::string words(std::string text) const;
};

[[nodiscard]] std::span<const Dialect> dialects();
/// nullptr if there is none of that name.
[[nodiscard]] const Dialect* find_dialect(std::string_view name);

[[nodiscard]] std::string_view to_string(Provenance provenance);

}  // namespace reports
