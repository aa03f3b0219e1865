#include "tests/sim/format/told.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "sim/simrun/program.hpp"

namespace format_tests {

namespace {

/// Words as they were before lines were wrapped.
std::string in_one_line(const std::string& text) {
    std::string words;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n';
        if (blank && words.ends_with(' ')) continue;
        words += blank ? ' ' : c;
    }
    return words;
}

std::string file_of_this_test() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    return ::testing::TempDir() + test->test_suite_name() + "." + test->name() + ".toml";
}

}  // namespace

bool Told::says(const std::string& words) const {
    return in_one_line(out + err).find(words) != std::string::npos;
}

std::string cluster() {
    return R"(version = 1
title = "a test"
[database]
recovery_job = "1min"
[proxy]
health_check_period = 10
[[host]]
name = "node101"
address = "192.168.1.101"
database = "primary"
proxy = true
[[host]]
name = "node102"
address = "192.168.1.102"
database = { role = "standby", application_name = "node2" }
proxy = true
[[host]]
name = "node103"
address = "192.168.1.103"
database = { role = "standby", application_name = "node3" }
)";
}

Told play(const std::string& text, const std::vector<std::string>& options) {
    const std::string path = file_of_this_test();
    std::ofstream(path, std::ios::binary) << text;
    std::vector<std::string> arguments{path};
    arguments.insert(arguments.end(), options.begin(), options.end());
    Told told;
    sim::simrun::Output out(told.out);
    sim::simrun::Output err(told.err);
    told.exit_code = sim::simrun::run_program(arguments, sim::simrun::builtin_logics(), out, err);
    return told;
}

Told play_steps(const std::string& steps, const std::vector<std::string>& options) {
    return play(cluster() + steps, options);
}

}  // namespace format_tests
