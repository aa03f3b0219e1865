#include "reports/dialect.hpp"

#include <array>

namespace reports {
namespace {

// What a vendor's fork calls the product (semantics-3.6, vendor text mapping). The seed shows both
// names inside sentences; that the capital one is mapped beyond "… parent" is assumed.
constexpr std::array v8r3_names{
    Replacement{"Pgpool-II", "Kingbasecluster-II"},
    Replacement{"pgpool-II", "kingbasecluster"},
};

// semantics-3.6 §16.9: lines of 3.6.28 that the vendor's log does not have.
constexpr std::array v8r3_dropped{
    Dropped{"pcp.forked_worker", ""},
    Dropped{"request.signal_user1", ""},
    Dropped{"main.usr1", ""},
    Dropped{"request.failback_received", "pcp_worker"},
    Dropped{"request.degenerate_received", "pcp_worker"},
    Dropped{"request.promote_received", "pcp_worker"},
};
constexpr std::array<std::string_view, 3> v8r3_dropped_everywhere{
    "pcp.forked_worker", "request.signal_user1", "main.usr1"};

constexpr Dialect pgpool() {
    Dialect dialect;
    dialect.name = "pgpool-3.6";
    dialect.summary = "Pgpool-II 3.6.28, log_line_prefix = '%m: pid %p: %P: '";
    dialect.provenance = Provenance::measured;
    dialect.prefix = "%m: pid %p: %P: ";
    dialect.replication_view = "pg_stat_replication";
    dialect.replication_user = "postgres";
    return dialect;
}

constexpr Dialect v8r3() {
    Dialect dialect;
    dialect.name = "v8r3";
    dialect.summary = "KingbaseES V8R3 kingbasecluster, log_line_prefix = '%t: pid %p: '";
    dialect.provenance = Provenance::assumed;
    dialect.prefix = "%t: pid %p: ";
    dialect.replacements = v8r3_names;
    dialect.dropped = v8r3_dropped;
    dialect.dropped_everywhere = v8r3_dropped_everywhere;
    dialect.replication_view = "sys_stat_replication";
    dialect.upper_case_columns = true;
    dialect.full_microseconds = true;
    dialect.replication_user = "SYSTEM";
    return dialect;
}

constexpr std::array all_dialects{v8r3(), pgpool()};

}  // namespace

bool Dialect::prints(const failover::MessageText& text, std::string_view role) const {
    switch (text.severity) {
        case failover::Severity::debug:
        case failover::Severity::info:
            return false;
        case failover::Severity::notice:
            return text.raw;  // to the terminal, whatever the log takes
        case failover::Severity::log:
        case failover::Severity::warning:
        case failover::Severity::error:
        case failover::Severity::fatal:
        case failover::Severity::panic:
            break;
    }
    for (const Dropped& drop : dropped) {
        if (drop.key == text.key && (drop.role.empty() || drop.role == role)) return false;
    }
    return true;
}

std::string Dialect::words(std::string text) const {
    for (const Replacement& replacement : replacements) {
        std::size_t at = 0;
        while ((at = text.find(replacement.from, at)) != std::string::npos) {
            text.replace(at, replacement.from.size(), replacement.to);
            at += replacement.to.size();
        }
    }
    return text;
}

std::span<const Dialect> dialects() { return all_dialects; }

const Dialect* find_dialect(std::string_view name) {
    for (const Dialect& dialect : all_dialects) {
        if (dialect.name == name) return &dialect;
    }
    return nullptr;
}

std::string_view to_string(Provenance provenance) {
    switch (provenance) {
        case Provenance::measured:
            return "measured";
        case Provenance::read:
            return "read";
        case Provenance::assumed:
            return "assumed";
    }
    return "assumed";
}

}  // namespace reports
