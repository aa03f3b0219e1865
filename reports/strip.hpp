// The whole run on one screen width: for each database a row of truth and a row of each proxy's
// belief, time from left to right, so that one sees where they part.
#pragma once

#include <string>

#include "reports/story.hpp"

namespace reports {

/// Databases whose truth or belief changed after t = 0; empty text if nothing did.
[[nodiscard]] std::string strip(const Telling& telling, const Style& style);

}  // namespace reports
