/** Pairs of a cluster, an edge each; rows of either side are numbered from 0. Two edges may join the same rows. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
  readonly lefts: number;
  readonly rights: number;
}

/**
 * A matching as a flow. Nodes are the left rows, the right rows, and one outside, where a row goes that stays alone. An edge
 * that is not matched leads from left to right and costs minus its weight; a matched one leads back and costs its weight. The
 * outside leads to a row that is alone and is reached from one that is matched, the other way round on the right; both are free.
 */
export class PairNetwork {
  readonly matched: Uint8Array;
  readonly #pairs: Pairs;
  readonly #matchOfLeft: Int32Array;
  readonly #matchOfRight: Int32Array;
  /** Edges at a left or right row. */
  readonly #edges: readonly (readonly number[])[];
  readonly #outside: number;

  constructor(pairs: Pairs) {
    this.#pairs = pairs;
    this.matched = new Uint8Array(pairs.weight.length);
    this.#matchOfLeft = new Int32Array(pairs.lefts).fill(-1);
    this.#matchOfRight = new Int32Array(pairs.rights).fill(-1);
    this.#outside = pairs.lefts + pairs.rights;
    const edges: number[][] = Array.from({ length: this.#outside }, () => []);
    for (let edge = 0; edge < pairs.weight.length; edge++) {
      edges[pairs.left[edge] ?? 0]?.push(edge);
      edges[pairs.lefts + (pairs.right[edge] ?? 0)]?.push(edge);
    }
    this.#edges = edges;
  }

  /** Matches as long as a further pair adds to the sum, each time by the way that adds most. */
  settle(): void {
    for (;;) {
      const from = this.#shortestFromFree();
      let end = -1;
      for (let right = 0; right < this.#pairs.rights; right++) {
        const distance = from.distance[this.#pairs.lefts + right] ?? Infinity;
        const best = end < 0 ? 0 : (from.distance[this.#pairs.lefts + end] ?? 0);
        if (this.#matchOfRight[right] === -1 && distance < best) end = right;
      }
      if (end < 0) return;
      for (let node = this.#pairs.lefts + end; ;) {
        const edge = from.edge[node] ?? -1;
        if (edge < 0) break;
        const left = this.#pairs.left[edge] ?? 0;
        const right = this.#pairs.right[edge] ?? 0;
        const previous = this.#matchOfLeft[left] ?? -1;
        if (previous >= 0) this.matched[previous] = 0;
        this.matched[edge] = 1;
        this.#matchOfLeft[left] = edge;
        this.#matchOfRight[right] = edge;
        if (previous < 0) break;
        node = this.#pairs.lefts + (this.#pairs.right[previous] ?? 0);
      }
    }
  }

  /** What the sum of weights loses with each edge turned over: left out when it is matched, put in when it is not. */
  losses(): Float64Array {
    const { pairs, potential } = { pairs: this.#pairs, potential: this.#potentials() };
    const losses = new Float64Array(pairs.weight.length);
    for (let right = 0; right < pairs.rights; right++) {
      const node = pairs.lefts + right;
      const unmatched = (this.#edges[node] ?? []).filter((edge) => this.matched[edge] === 0);
      if (unmatched.length === 0) continue;
      const distance = this.#distancesFrom(node, potential);
      for (const edge of unmatched)
        losses[edge] = (distance[pairs.left[edge] ?? 0] ?? Infinity) - (pairs.weight[edge] ?? 0);
    }
    for (let left = 0; left < pairs.lefts; left++) {
      const edge = this.#matchOfLeft[left] ?? -1;
      if (edge < 0) continue;
      const distance = this.#distancesFrom(left, potential);
      losses[edge] = (distance[pairs.lefts + (pairs.right[edge] ?? 0)] ?? Infinity) + (pairs.weight[edge] ?? 0);
    }
    return losses;
  }

  /** Cheapest ways from the left rows that are alone, without passing the outside, with the edge each node is reached by. */
  #shortestFromFree(): { distance: Float64Array; edge: Int32Array } {
    const distance = new Float64Array(this.#outside).fill(Infinity);
    const edgeTo = new Int32Array(this.#outside).fill(-1);
    const queue: number[] = [];
    for (let left = 0; left < this.#pairs.lefts; left++)
      if (this.#matchOfLeft[left] === -1) {
        distance[left] = 0;
        queue.push(left);
      }
    this.#relax(distance, queue, (node, edge) => {
      edgeTo[node] = edge;
    });
    return { distance, edge: edgeTo };
  }

  /** Costs that make no step negative: the cheapest way to each node from anywhere. */
  #potentials(): Float64Array {
    const distance = new Float64Array(this.#outside + 1);
    this.#relax(distance, [...distance.keys()], () => undefined);
    return distance;
  }

  /** Lowers distances until no step lowers one more. Steps over the outside are taken when `distance` has a place for it. */
  #relax(distance: Float64Array, queue: number[], reached: (node: number, edge: number) => void): void {
    const waiting = new Uint8Array(this.#outside + 1);
    for (const node of queue) waiting[node] = 1;
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head] ?? 0;
      waiting[node] = 0;
      this.#stepsFrom(node, (next, cost, edge) => {
        const way = (distance[node] ?? Infinity) + cost;
        if (next >= distance.length || way >= (distance[next] ?? Infinity)) return;
        distance[next] = way;
        reached(next, edge);
        if (waiting[next] === 1) return;
        waiting[next] = 1;
        queue.push(next);
      });
    }
  }

  #stepsFrom(node: number, step: (next: number, cost: number, edge: number) => void): void {
    const { left, right, weight, lefts } = this.#pairs;
    if (node === this.#outside) {
      for (let row = 0; row < lefts; row++) if (this.#matchOfLeft[row] === -1) step(row, 0, -1);
      for (let row = 0; row < this.#pairs.rights; row++) if (this.#matchOfRight[row] !== -1) step(lefts + row, 0, -1);
    } else if (node < lefts) {
      if (this.#matchOfLeft[node] !== -1) step(this.#outside, 0, -1);
      for (const edge of this.#edges[node] ?? [])
        if (this.matched[edge] === 0) step(lefts + (right[edge] ?? 0), -(weight[edge] ?? 0), edge);
    } else {
      const edge = this.#matchOfRight[node - lefts] ?? -1;
      if (edge === -1) step(this.#outside, 0, -1);
      else step(left[edge] ?? 0, weight[edge] ?? 0, edge);
    }
  }

  /** Cheapest ways from one node, over the outside too. Dijkstra's search; plain, since clusters are small. */
  #distancesFrom(start: number, potential: Float64Array): Float64Array {
    const size = this.#outside + 1;
    const reduced = new Float64Array(size).fill(Infinity);
    const done = new Uint8Array(size);
    reduced[start] = 0;
    for (;;) {
      let node = -1;
      for (let each = 0; each < size; each++)
        if (done[each] === 0 && (reduced[each] ?? Infinity) < (node < 0 ? Infinity : (reduced[node] ?? 0))) node = each;
      if (node < 0) break;
      done[node] = 1;
      const here = node;
      this.#stepsFrom(here, (next, cost) => {
        const way = (reduced[here] ?? 0) + cost + (potential[here] ?? 0) - (potential[next] ?? 0);
        if (way < (reduced[next] ?? Infinity)) reduced[next] = way;
      });
    }
    return reduced.map((distance, node) => distance - (potential[start] ?? 0) + (potential[node] ?? 0));
  }
}
