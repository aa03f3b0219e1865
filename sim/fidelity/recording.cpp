#include "sim/fidelity/recording.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sim::fidelity {
namespace {

/// The files of a folder whose names begin so, in order.
std::vector<std::string> files(const std::string& folder, const std::string& begin) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(begin)) paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

template <class Part, class Read>
void read_all(std::vector<Part>& parts, const std::vector<std::string>& paths, Read read) {
    for (const std::string& path : paths) {
        for (Part& part : read(read_text(path))) parts.push_back(std::move(part));
    }
    std::ranges::stable_sort(parts, {}, &Part::time);
}

/// "run1" of "(logs run1, snapshots 1)"; empty: not said.
std::string said(const std::string& source, const std::string& word) {
    const std::size_t at = source.find(word + " ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + word.size() + 1;
    return source.substr(begin, source.find_first_of(",)", begin) - begin);
}

/// The times between which a run's logs lie.
struct Window {
    std::int64_t first = 0;
    std::int64_t last = 0;
    [[nodiscard]] bool holds(std::int64_t time) const { return first <= time && time <= last; }
};

/// A run's snapshots may follow its last line, but not the beginning of another run in its folder.
Window window_of(const std::vector<Log>& logs, const std::vector<std::string>& others) {
    constexpr std::int64_t after_the_last_line = 60'000;
    std::int64_t last = 0;
    Window window{INT64_MAX, 0};
    for (const Log& log : logs) {
        for (const Entry& entry : log.entries) {
            window.first = std::min(window.first, entry.time);
            last = std::max(last, entry.time);
        }
    }
    window.last = last + after_the_last_line;
    for (const std::string& path : others) {
        const Log other = parse_log(read_text(path));
        if (other.entries.empty() || other.entries.front().time <= last) continue;
        window.last = std::min(window.last, other.entries.front().time);
    }
    return window;
}

}  // namespace

Place place_of(const std::string& source) {
    Place place;
    const std::size_t colon = source.rfind(": ");
    const std::size_t begin = colon == std::string::npos ? 0 : colon + 2;
    const std::size_t parenthesis = source.find(" (", begin);
    place.folder = source.substr(begin, parenthesis - begin);
    const std::string logs = said(source, "logs");
    const std::string snapshots = said(source, "snapshots");
    if (!logs.empty()) place.logs = "-" + logs;
    if (!snapshots.empty()) place.snapshots = snapshots;
    return place;
}

Recording read_recording(const Place& place) {
    constexpr int most_proxies = 9;
    Recording recording;
    const std::string top = place.folder + "/";
    for (int proxy = 1; proxy <= most_proxies; ++proxy) {
        const std::string path = top + "pgpool" + std::to_string(proxy) + place.logs + ".log";
        if (!std::filesystem::exists(path)) break;
        recording.logs.push_back(parse_log(read_text(path)));
    }
    if (recording.logs.empty()) {
        throw std::runtime_error("there is no pgpool1" + place.logs + ".log in " + place.folder);
    }
    const Window window = window_of(recording.logs, files(top, "pgpool1"));
    const auto all = [&](const std::string& begin) { return files(top, begin + place.snapshots); };
    const auto of_this_run = [&](auto& parts) {
        std::erase_if(parts, [&](const auto& part) { return !window.holds(part.time); });
    };
    read_all(recording.pool_nodes, all("pool_nodes-"), read_snapshots);
    read_all(recording.status_files, all("pgpool_status-"), read_status_files);
    read_all(recording.replication, all("pg_stat_replication-"), read_replication);
    of_this_run(recording.pool_nodes);
    of_this_run(recording.status_files);
    of_this_run(recording.replication);
    if (std::filesystem::exists(top + "scripts" + place.logs + ".log")) {
        recording.scripts = read_scripts(read_text(top + "scripts" + place.logs + ".log"));
        of_this_run(*recording.scripts);
    }
    read_all(recording.commands, all("watchdog_info-"), watchdog_infos);
    for (Command& command : typed_commands(read_steps(read_text(top + "steps.md")))) {
        recording.commands.push_back(std::move(command));
    }
    of_this_run(recording.commands);
    std::ranges::stable_sort(recording.commands, {}, &Command::time);
    return recording;
}

std::string read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("there is no " + path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace sim::fidelity
