import { brushTool } from './brush-tool.ts'
import { areaTool, blockTool, boxShapeTool, clickTool, rowTool } from './draw-tools.ts'
import { selectTool } from './select-tool.ts'
import type { Bench, Tool, ToolName } from './tool.ts'

/** The tool of a name. Panning is the board's own business, whatever is in hand; as a tool it does nothing else. */
export function takeTool(name: ToolName, bench: Bench): Tool {
  switch (name) {
    case 'select': return selectTool(bench)
    case 'lasso': return selectTool(bench, true)
    case 'row': return rowTool(bench)
    case 'block': return blockTool(bench)
    case 'area': return areaTool(bench)
    case 'stage': case 'screen': case 'wall': return boxShapeTool(bench, name)
    case 'table': case 'text': case 'mark': return clickTool(bench, name)
    case 'brush': return brushTool(bench)
    case 'pan': return { cursor: 'grab', down() { /* The board pans. */ }, move() { /* The board pans. */ }, up() { /* The board pans. */ }, cancel: bench.done }
  }
}
