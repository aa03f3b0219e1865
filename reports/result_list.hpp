// A list of results on the terminal: a line a story, then why those failed that did, then a count.
// Made for a screen of any width; other programs read JSON or JUnit.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "reports/results.hpp"
#include "reports/style.hpp"

namespace reports {

/// One story. `widest`: the longest name of the list, for a column of verdicts; where name and
/// verdict find no room on a line, the verdict stands on the next.
[[nodiscard]] std::string result_line(const StoryResult& result, std::size_t widest,
                                      const Style& style);

/// Why the failed ones failed, each with the command that shows it; the first ones at length.
/// Then one line that counts. `planned`: how many there were to run; fewer results mean that
/// somebody interrupted.
[[nodiscard]] std::string failures_and_count(std::span<const StoryResult> results,
                                             std::size_t planned, const Style& style);

}  // namespace reports
