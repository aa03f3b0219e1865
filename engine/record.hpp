// What a run leaves behind: a stream of small typed records, each with the record that caused it.
// Sequence numbers count whether or not anything is kept, so a cause means the same at every level.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "engine/time.hpp"

namespace engine {

/// Sequence number of a record; 0 means "no cause": the beginning of the run.
using Sequence = std::uint64_t;

/// One thing that happened. `kind` and the meaning of `words` belong to whoever writes it
/// (sim/facts); the engine only numbers, keeps and folds. 48 bytes, no padding.
struct Record {
    Sequence number = 0;
    std::int64_t time = 0;  ///< TrueTime in nanoseconds
    Sequence cause = 0;
    std::uint16_t kind = 0;
    std::uint16_t process = 0;  ///< whose doing: a process or actor of the world, 0 = the world
    std::array<std::uint32_t, 5> words{};

    [[nodiscard]] TrueTime at() const { return TrueTime{time}; }
    bool operator==(const Record&) const = default;
};
static_assert(sizeof(Record) == 48);
static_assert(std::has_unique_object_representations_v<Record>);

/// How much of the stream is kept. A level never changes the numbers, the run or its fingerprint.
enum class Level : std::uint8_t { nothing, facts, messages, all };

/// Receives the stream. `keep` is asked per record level, so that a run that keeps nothing pays
/// one increment a record. Not part of the world: `kept = world` does not copy it.
class Recorder {
  public:
    explicit Recorder(Level level = Level::nothing) : level_(level) {}

    [[nodiscard]] Level level() const { return level_; }
    [[nodiscard]] const std::vector<Record>& records() const { return records_; }

    /// Keeps `record` if its own level is at most the recorder's.
    void take(Level own, const Record& record) {
        if (own <= level_) records_.push_back(record);
    }
    void clear() { records_.clear(); }

  private:
    Level level_;
    std::vector<Record> records_;
};

/// The record with this number, by binary search; nullptr if it was not kept.
[[nodiscard]] const Record* find(const std::vector<Record>& records, Sequence number);

}  // namespace engine
