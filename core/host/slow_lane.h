// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A place beside the sequence of execution that sessions share, for what would hold it up: scripts
// that compute for long, or wait. A turn that has stepped aside goes on alone, with nothing but its
// own Lua VM; whoever else shares the sequence goes on too, and the mailbox of its session queues.
// Before it touches anything but its VM it steps back, and is on the sequence as before.

#ifndef TANDEM_CORE_HOST_SLOW_LANE_H_
#define TANDEM_CORE_HOST_SLOW_LANE_H_

namespace tandem {

class SlowLane {
 public:
  virtual ~SlowLane() = default;

  enum class Reason {
    kComputes,  // Waits for a processor that computing turns may use.
    kMayBlock,  // Waits for something outside.
  };

  // Called on the sequence; returns beside it, or stays there if there is no room. Never from
  // inside a call that anything else on the sequence waits for.
  // Returns whether it is aside now.
  virtual bool StepAside(Reason reason) = 0;

  // Called beside the sequence, by the turn that is there; returns on it.
  virtual void StepBack() = 0;

  // Called now and then by a turn that computes beside the sequence: lets others have their share.
  virtual void GiveWay() = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_SLOW_LANE_H_
