#include "tests/fidelity/compare.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <utility>

namespace fidelity {
namespace {

const std::string nothing = "(nothing)";

std::string line_at(const std::vector<std::string>& lines, std::size_t at) {
    return at < lines.size() ? lines[at] : nothing;
}

void compare_stream(const std::string& name, const std::vector<std::string>& recorded,
                    const std::vector<std::string>& simulated,
                    std::vector<Difference>& differences) {
    const std::size_t longest = std::max(recorded.size(), simulated.size());
    for (std::size_t at = 0; at < longest; ++at) {
        if (at < recorded.size() && at < simulated.size() && recorded[at] == simulated[at])
            continue;
        differences.push_back({name, at, line_at(recorded, at), line_at(simulated, at)});
        return;
    }
}

std::map<std::string, std::vector<std::string>> by_name(const std::vector<Stream>& streams) {
    std::map<std::string, std::vector<std::string>> result;
    for (const Stream& stream : streams) result[stream.name] = stream.lines;
    return result;
}

/// Start of a proxy until its watchdog lets it go on: 14.0 s alone, 1.0 s beside a leader.
class Starts {
  public:
    void see(const Entry& entry, std::vector<Delay>& found) {
        if (entry.text == "waiting for watchdog to initialize") {
            began_ = entry.time;
            joined_ = false;
        } else if (entry.text.starts_with("successfully joined the watchdog cluster")) {
            joined_ = true;
        } else if (began_ >= 0 && entry.text == "watchdog process is initialized") {
            const std::int64_t took = entry.time - began_;
            if (joined_) {
                found.push_back({"join", took, 1000});
            } else if (alone_) {
                found.push_back({"lone start", took, 14000});
            }
            began_ = never;
            alone_ = false;
        } else if (entry.text.starts_with("I am the only alive node")) {
            alone_ = true;
        }
    }

  private:
    static constexpr std::int64_t never = -1;
    std::int64_t began_ = never;
    bool joined_ = false;
    bool alone_ = false;
};

/// Two questions for one lock by one peer with nothing but LOCKED between them.
class Polls {
  public:
    void see(const Entry& entry, std::vector<Delay>& found) {
        static const std::regex asks(
            R"re(remote pgpool-II node "([^"]*)" is checking the status of (\[[A-Z ]+\]).*)re");
        std::smatch match;
        if (std::regex_match(entry.text, match, asks)) {
            const std::string key = match[1].str() + match[2].str();
            const auto before = locked_.find(key);
            if (before != locked_.end()) {
                found.push_back({"lock poll", entry.time - before->second, 500});
                locked_.erase(before);
            }
            asked_ = {key, entry.time};
        } else if (entry.text.ends_with(" lock is currently LOCKED")) {
            locked_[asked_.first] = asked_.second;
        }
    }

  private:
    std::pair<std::string, std::int64_t> asked_;
    std::map<std::string, std::int64_t> locked_;
};

}  // namespace

std::vector<Difference> compare(const std::vector<Stream>& recorded,
                                const std::vector<Stream>& simulated) {
    std::vector<Difference> differences;
    const auto left = by_name(recorded);
    auto right = by_name(simulated);
    for (const auto& [name, lines] : left) {
        compare_stream(name, lines, right[name], differences);
        right.erase(name);
    }
    for (const auto& [name, lines] : right) compare_stream(name, {}, lines, differences);
    return differences;
}

std::string describe(const std::vector<Difference>& differences) {
    std::string text;
    for (const Difference& each : differences) {
        text += each.stream + ", line " + std::to_string(each.at + 1) +
                "\n    recorded:  " + each.recorded + "\n    simulated: " + each.simulated + "\n";
    }
    return text;
}

std::vector<Delay> fixed_delays(const Log& log) {
    std::vector<Delay> found;
    Starts starts;
    Polls polls;
    for (const Entry& entry : log.entries) {
        starts.see(entry, found);
        polls.see(entry, found);
    }
    return found;
}

}  // namespace fidelity
