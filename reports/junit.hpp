// Results as JUnit XML, as CI servers read it: a suite a folder, a test case a story. Valid by the
// schemas of Jenkins and of Ant (tests/reports/junit.xsd holds what both allow).
#pragma once

#include <span>
#include <string>

#include "reports/results.hpp"

namespace reports {

/// When and where it ran, as the schemas want it told.
struct JUnitOrigin {
    std::string timestamp;  ///< local time, like 2023-08-04T16:20:00
    std::string hostname;
};

/// Characters that XML cannot hold become U+FFFD. A story that could not be run, or broke the
/// simulator, is an error; one that did not go as its file says, a failure.
[[nodiscard]] std::string junit_xml(std::span<const StoryResult> results,
                                    const JUnitOrigin& origin);

}  // namespace reports
