#include "sim/simrun/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "sim/scenario/load.hpp"

namespace sim::simrun {
namespace {

namespace fs = std::filesystem;

class Search {
  public:
    void look_at(const std::string& path) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (status.type() == fs::file_type::not_found || status.type() == fs::file_type::none) {
            problem(path, fmt::format("cannot be read: {}",
                                      error ? error.message() : "no such file or folder"));
        } else if (fs::is_directory(status)) {
            const std::size_t before = found_.files.size();
            const std::size_t problems = found_.problems.size();
            folder(path, 0);
            std::sort(found_.files.begin() + static_cast<std::ptrdiff_t>(before),
                      found_.files.end(),
                      [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
            if (met_here_ == 0 && found_.problems.size() == problems) {
                problem(path, "no .toml file below this folder");
            }
        } else {
            file(path, true);
        }
        met_here_ = 0;
    }
    FoundFiles result() { return std::move(found_); }

  private:
    void problem(const std::string& path, std::string message) {
        found_.problems.push_back({{}, 1, std::move(message), {}, path, {}});
    }
    /// Whether a file or a folder is met for the first time, whatever its name.
    bool first_time(const std::string& path) {
        std::error_code error;
        const fs::path real = fs::canonical(path, error);
        return met_.insert(error ? path : real.string()).second;
    }
    void file(const std::string& path, bool named) {
        ++met_here_;
        if (!first_time(path)) return;
        if (found_.files.size() == limits::files) {
            return problem(path, fmt::format("more than {} files", limits::files));
        }
        found_.files.push_back({path, named, scenario::is_preset(path)});
    }
    void folder(const std::string& path, std::size_t depth) {
        if (!first_time(path)) {
            ++met_here_;
            return;
        }
        if (depth == limits::folders_deep) {
            return problem(path,
                           fmt::format("folders nested deeper than {}", limits::folders_deep));
        }
        std::vector<std::string> names;
        std::error_code error;
        for (fs::directory_iterator at(path, error), end; !error && at != end;
             at.increment(error)) {
            names.push_back(at->path().filename().string());
        }
        if (error) return problem(path, fmt::format("cannot be read: {}", error.message()));
        std::ranges::sort(names);
        for (const std::string& name : names) {
            if (!name.starts_with('.')) entry((fs::path(path) / name).string(), depth);
        }
    }
    void entry(const std::string& path, std::size_t depth) {
        std::error_code ignored;  // a link that leads nowhere is no folder
        if (fs::is_directory(path, ignored)) {
            folder(path, depth + 1);
        } else if (fs::path(path).extension() == ".toml") {
            file(path, false);
        }
    }

    FoundFiles found_;
    std::set<std::string> met_;  ///< canonical paths
    std::size_t met_here_ = 0;   ///< below the argument at hand, new or not
};

}  // namespace

FoundFiles files_below(std::span<const std::string> paths) {
    Search search;
    for (const std::string& path : paths) search.look_at(path);
    return search.result();
}

std::vector<std::string> stories_of(const FoundFiles& found) {
    std::vector<std::string> stories;
    for (const FoundFile& file : found.files) {
        if (file.named || !file.preset) stories.push_back(file.path);
    }
    return stories;
}

}  // namespace sim::simrun
