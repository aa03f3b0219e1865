// A story as text, played by the program as a user would play it: what it prints, and its exit
// code.
#pragma once

#include <string>
#include <vector>

namespace format_tests {

struct Told {
    int exit_code = 0;
    std::string out;
    std::string err;
    [[nodiscard]] bool says(const std::string& words) const;
};

/// Head and cluster: two proxies, three databases; a test adds what it is about.
[[nodiscard]] std::string cluster();
/// Writes the text to a file of this test and runs the program on it.
[[nodiscard]] Told play(const std::string& text, const std::vector<std::string>& options = {});
/// `cluster()` with steps.
[[nodiscard]] Told play_steps(const std::string& steps,
                              const std::vector<std::string>& options = {});

}  // namespace format_tests
