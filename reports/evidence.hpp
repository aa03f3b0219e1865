// What an oracle looked at, in sentences: a violation with its grace and its evidence.
// Every statement names the record that it rests on.
#pragma once

#include <string>

#include "reports/story.hpp"

namespace reports {

/// Violations of one oracle about one database stand together: the first with all that was looked
/// at, the others in a line each.
[[nodiscard]] std::string violations_text(const Telling& telling, const Style& style);

}  // namespace reports
