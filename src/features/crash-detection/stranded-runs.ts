/**
 * A worker that is stopped while it submits a flow run leaves it Pending, without a task, and no other worker takes it
 * up. With crash detection, a run that has a task gets another state within seconds: ECS says that the task is pending.
 * Source: prefect 3.8.8, workers/base.py (`_submit_run`); prefect-aws 0.7.12, observers/ecs.py (`replicate_ecs_event`).
 */
const STATES_WITH_A_TASK = [
  'InfrastructurePending',
  'Running',
  'Completed',
  'Failed',
  'Crashed',
  'Cancelling',
  'Cancelled',
];

/**
 * An automation of Prefect that ends such flow runs of a pool, after so many seconds. Crashed, and not by force: Prefect
 * then leaves a run alone that has ended meanwhile, where it would start it again if it was scheduled.
 * Source: prefect 3.8.8, server/orchestration/core_policy.py (`HandleFlowTerminalStateTransitions`).
 */
export function strandedRuns(pool: string, seconds: number): object {
  return {
    name: `Stranded flow runs of ${pool}`,
    trigger: {
      type: 'event',
      posture: 'Proactive',
      match: { 'prefect.resource.id': 'prefect.flow-run.*' },
      match_related: { 'prefect.resource.role': 'work-pool', 'prefect.resource.name': pool },
      for_each: ['prefect.resource.id'],
      after: ['prefect.flow-run.Pending'],
      expect: STATES_WITH_A_TASK.map((state) => `prefect.flow-run.${state}`),
      threshold: 1,
      within: seconds,
    },
    actions: [
      {
        type: 'change-flow-run-state',
        state: 'CRASHED',
        message: 'No task was started: the worker was stopped while it submitted this flow run.',
      },
    ],
  };
}
