// A story of the library, played: what tests of stories work with. Loading goes through the same
// preparation as the program.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/log.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/world/run.hpp"

namespace stories {

/// A scenario of `scenarios/`, loaded; throws with the diagnostics if it cannot be.
[[nodiscard]] sim::simrun::Prepared load(const std::string& file, const std::string& variant = "");

struct Played {
    sim::world::Run run;
    reports::Cluster cluster;
    const failover::Catalogue* catalogue = nullptr;
    const reports::Dialect* dialect = nullptr;

    /// What a proxy logged, in the order of its file.
    [[nodiscard]] std::vector<reports::LogLine> log(std::int32_t proxy) const;
    /// The same as its file's text, one element a line.
    [[nodiscard]] std::vector<std::string> log_text(std::int32_t proxy) const;
    [[nodiscard]] std::string_view key(const reports::LogLine& line) const;
    /// Index of the first line with that key at or after `from`; npos if there is none.
    [[nodiscard]] std::size_t find(const std::vector<reports::LogLine>& lines, std::string_view key,
                                   std::size_t from = 0) const;
};
inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

/// Runs it with its messages kept.
[[nodiscard]] Played play(const sim::simrun::Prepared& prepared, std::uint64_t seed,
                          engine::Level level = engine::Level::messages);

}  // namespace stories
