#include "sim/simrun/results_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace sim::simrun {
namespace {

using reports::CampaignHead;
using reports::PlanResult;
using Known = std::function<void(const PlanResult&)>;

std::string trouble(const std::string& path, std::string_view doing) {
    return fmt::format("cannot {} {}: {}", doing, path, std::strerror(errno));
}

/// What a file of results holds: its head, and where its last whole line ends.
struct Contents {
    std::optional<CampaignHead> head;
    long end = 0;
    std::string problem;
};

Contents read(std::FILE* file, const std::string& path, const Known& known) {
    Contents contents;
    std::string line;
    std::uint64_t number = 0;
    for (int c = 0; (c = std::fgetc(file)) != EOF;) {
        if (c != '\n') {
            line += static_cast<char>(c);
            continue;
        }
        ++number;
        if (number == 1) {
            contents.head = reports::read_head(line);
            if (!contents.head) contents.problem = "it is no file of results";
        } else if (const auto result = reports::read_result(line)) {
            known(*result);
        } else {
            contents.problem = "this line is no result";
        }
        if (!contents.problem.empty()) {
            contents.problem = fmt::format("{}:{}: {}", path, number, contents.problem);
            return contents;
        }
        line.clear();
        contents.end = std::ftell(file);
    }
    if (std::ferror(file) != 0) contents.problem = trouble(path, "read");
    return contents;
}

bool is_regular(std::FILE* file) {
    struct stat status {};
    return fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode);
}

std::string differs(const std::string& path, const CampaignHead& there,
                    const CampaignHead& wanted) {
    std::string what = "other seeds";
    if (there.plans != wanted.plans) what = "other plans: the file, the preset or the menu differs";
    return fmt::format("{} has results of {}; say --results with another file", path, what);
}

}  // namespace

void ResultsFile::close() {
    if (file_ != nullptr) std::fclose(std::exchange(file_, nullptr));
}

std::string ResultsFile::open(const std::string& path, const CampaignHead& head,
                              const Known& known) {
    path_ = path;
    file_ = std::fopen(path.c_str(), "a+e");
    if (file_ == nullptr) return trouble(path, "write");
    if (!is_regular(file_)) return fmt::format("{} is not a regular file", path);
    std::rewind(file_);
    const Contents contents = read(file_, path, known);
    if (!contents.problem.empty()) return contents.problem;
    if (contents.head && *contents.head != head) return differs(path, *contents.head, head);
    if (ftruncate(fileno(file_), contents.end) != 0) return trouble(path, "write");
    std::fseek(file_, 0, SEEK_END);
    if (contents.head) return {};
    const std::string line = reports::json_line(head);
    const bool written = std::fwrite(line.data(), 1, line.size(), file_) == line.size();
    return written && std::fflush(file_) == 0 ? std::string() : trouble(path, "write");
}

std::string ResultsFile::append(const PlanResult& result) {
    if (file_ == nullptr) return {};
    const std::string line = reports::json_line(result);
    const bool written = std::fwrite(line.data(), 1, line.size(), file_) == line.size();
    return written && std::fflush(file_) == 0 ? std::string() : trouble(path_, "write");
}

std::string read_results(const std::string& path, CampaignHead& head, const Known& known) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"),
                                                               std::fclose);
    if (file == nullptr) return trouble(path, "read");
    if (!is_regular(file.get())) return fmt::format("{} is not a regular file", path);
    const Contents contents = read(file.get(), path, known);
    if (!contents.problem.empty()) return contents.problem;
    if (!contents.head) return fmt::format("{} is empty", path);
    head = *contents.head;
    return {};
}

}  // namespace sim::simrun
