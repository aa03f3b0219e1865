// The story of a run that a person can follow in half a minute: what was done and answered, what
// was expected and when it was seen, truth beside belief, the verdict and why.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/record.hpp"
#include "reports/cluster.hpp"
#include "reports/dialect.hpp"
#include "reports/style.hpp"
#include "sim/checks/verdict.hpp"

namespace reports {

/// All that a report of one run rests on.
struct Telling {
    const Cluster& cluster;
    const Script& script;
    const Dialect& dialect;
    const sim::checks::Verdict& verdict;
    std::span<const engine::Record> records;
    engine::TrueTime end;
    std::uint64_t seed = 0;
    std::uint64_t fingerprint = 0;
    std::uint64_t events = 0;
    std::string impossible;  ///< the pinned choice that was not possible, by name
};

/// Title, steps with their actions, events and observations, the course of truth and belief, and
/// the verdict.
[[nodiscard]] std::string tell(const Telling& telling, const Style& style);

/// Only the verdict: what was found, since when, what was looked at; what was not met.
[[nodiscard]] std::string tell_verdict(const Telling& telling, const Style& style);

/// What was not met, in words, without where and when.
[[nodiscard]] std::string unmet_text(const sim::checks::Unmet& unmet, const Telling& telling);

/// One line: "VIOLATED stale_down (as the file says)", "as expected", …
[[nodiscard]] std::string verdict_line(const Script& script, const sim::checks::Verdict& verdict);

}  // namespace reports
