// What tests of sites share: the recorded configurations, files written for a test, and values of
// the logic's parameters by their names.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/scenario/diagnostic.hpp"
#include "sim/simrun/program.hpp"
#include "sim/site/site.hpp"

namespace sim::site {

inline const failover::Catalogue& catalogue() {
    return *simrun::builtin_logics().front().catalogue;
}

inline std::string recorded(const std::string& name) {
    return std::string(SIMRUN_SOURCE_DIR) + "/tests/recordings/pgpool-3.6/" + name;
}

inline std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder of a test's own; gone when the test is over.
class Folder {
  public:
    explicit Folder(const std::string& name)
        : path_(std::filesystem::path(testing::TempDir()) /
                ("simrun_site_" + name + "_" + std::to_string(getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }

    std::string write(const std::string& name, const std::string& text) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return file.string();
    }

  private:
    std::filesystem::path path_;
};

/// The site of files that are right.
inline Site site_of(const std::vector<std::string>& paths, const Wishes& wishes = {}) {
    auto parsed = read_site(paths, catalogue(), wishes);
    EXPECT_TRUE(parsed.value) << render(parsed.diagnostics);
    return parsed.value ? std::move(*parsed.value) : Site{};
}

inline std::int64_t number_of(const scenario::ProxySpec& proxy, std::string_view name) {
    for (std::size_t at = 0; at < catalogue().parameters.size(); ++at) {
        if (catalogue().parameters[at].name != name) continue;
        return std::get<std::int64_t>(proxy.parameters[at]);
    }
    ADD_FAILURE() << "no parameter " << name;
    return 0;
}

inline std::string text_of(const scenario::ProxySpec& proxy, std::string_view name) {
    for (std::size_t at = 0; at < catalogue().parameters.size(); ++at) {
        if (catalogue().parameters[at].name != name) continue;
        return std::get<std::string>(proxy.parameters[at]);
    }
    ADD_FAILURE() << "no parameter " << name;
    return {};
}

}  // namespace sim::site
