// The file that a chaos experiment's results go to as they come: one JSON object a line. A program
// that was killed goes on where the file ends.
#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include "reports/campaign.hpp"

namespace sim::simrun {

class ResultsFile {
  public:
    ResultsFile() = default;
    ~ResultsFile() { close(); }
    ResultsFile(const ResultsFile&) = delete;
    ResultsFile& operator=(const ResultsFile&) = delete;

    /// Opens or makes the file and calls `known` for every result that it has. A last line that was
    /// not written to its end is cut off. Returns what stands in the way, or an empty text.
    [[nodiscard]] std::string open(const std::string& path, const reports::CampaignHead& head,
                                   const std::function<void(const reports::PlanResult&)>& known);
    /// Appends one result, at once. Returns what went wrong, or an empty text.
    [[nodiscard]] std::string append(const reports::PlanResult& result);

  private:
    void close();

    std::FILE* file_ = nullptr;
    std::string path_;
};

/// Reads such a file without touching it: the head, and `known` for every result.
[[nodiscard]] std::string read_results(
    const std::string& path, reports::CampaignHead& head,
    const std::function<void(const reports::PlanResult&)>& known);

}  // namespace sim::simrun
